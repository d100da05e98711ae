SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(ifNull(c._key IN ({p0:String}, {p1:String}, {p2:String}), 0)) AS _hit
FROM customers /*  */ AS c
WHERE (c._in_table AND ifNull(c._since_ms < {p3:Int64}, 1)) OR ifNull(c._first_event_ms < {p3:Int64}, 0)

{
  "p0": "e",
  "p1": "d",
  "p2": "nobody",
  "p3": "1719759600000"
}
