SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(ifNull((toUnixTimestamp64Milli(c.`seen`) < {p0:Int64} AND (toUnixTimestamp64Milli(c.`seen`) >= {p1:Int64} AND toUnixTimestamp64Milli(c.`seen`) < {p0:Int64})), 0)) AS _hit
FROM customers /* seen */ AS c
WHERE (c._in_table AND ifNull(c._since_ms < {p0:Int64}, 1)) OR ifNull(c._first_event_ms < {p0:Int64}, 0)

{
  "p0": "1719759600000",
  "p1": "-2209019272000"
}
