"""专项附加扣除信息采集: claims kept, downloaded, summed, and put into the month's wages."""
