"""The places of 办税首页: what is done in an open unit."""
