SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(((ifNull(c.`등급` = {p0:String}, 0) OR ifNull(c.`age` > {p1:Decimal(38, 1)}, 0)) AND ifNull(c.`age` < {p2:Decimal(38, 1)}, 0))) AS _hit
FROM customers /* 등급, age */ AS c
WHERE (c._in_table AND ifNull(c._since_ms < {p3:Int64}, 1)) OR ifNull(c._first_event_ms < {p3:Int64}, 0)

{
  "p0": "VIP",
  "p1": "40.0",
  "p2": "41.0",
  "p3": "1719759600000"
}
