SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8((ifNull(c.`age` > {p0:Decimal(38, 1)}, 0) AND ifNull(c.`age` <= {p1:Decimal(38, 1)}, 0))) AS _hit
FROM customers /* age */ AS c
WHERE (c._in_table AND ifNull(c._since_ms < {p2:Int64}, 1)) OR ifNull(c._first_event_ms < {p2:Int64}, 0)

{
  "p0": "30.4",
  "p1": "30.5",
  "p2": "1719759600000"
}
