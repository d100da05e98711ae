SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(hasAny(c.`likes\`\\`, [{p0:String}, {p1:String}])) AS _hit
FROM customers /* likes`\ */ AS c
WHERE (c._in_table AND ifNull(c._since_ms < {p2:Int64}, 1)) OR ifNull(c._first_event_ms < {p2:Int64}, 0)

{
  "p0": "x",
  "p1": "수분",
  "p2": "1719759600000"
}
