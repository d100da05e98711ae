SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8((ifNull(c.`born` >= {p0:Date32}, 0) AND ifNull(c.`born` < {p1:Date32}, 0))) AS _hit
FROM customers /* born */ AS c
WHERE (c._in_table AND ifNull(c._since_ms < {p2:Int64}, 1)) OR ifNull(c._first_event_ms < {p2:Int64}, 0)

{
  "p0": "1990-07-01",
  "p1": "1996-03-01",
  "p2": "1719759600000"
}
