SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(ifNull(c.`app` = {p0:Bool}, 0)) AS _hit
FROM customers /* app */ AS c
WHERE (c._in_table AND ifNull(c._since_ms < {p1:Int64}, 1)) OR ifNull(c._first_event_ms < {p1:Int64}, 0)

{
  "p0": "false",
  "p1": "1719759600000"
}
