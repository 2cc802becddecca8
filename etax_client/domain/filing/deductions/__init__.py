"""专项附加扣除信息采集: what employees claim, and what it comes to month by month (DED-01, DED-02)."""
