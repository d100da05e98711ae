SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(ifNull((isNotNull(c.`born`) AND c.`born` >= {p0:Date32} AND c.`born` < {p1:Date32}), 0)) AS _hit
FROM customers /* born */ AS c
WHERE (c._in_table AND ifNull(c._since_ms < {p2:Int64}, 1)) OR ifNull(c._first_event_ms < {p2:Int64}, 0)

{
  "p0": "2024-07-01",
  "p1": "2024-07-02",
  "p2": "1719759600000"
}
