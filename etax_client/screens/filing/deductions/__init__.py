"""专项附加扣除信息采集: its screens."""
