SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(NOT e0._results[1]) AS _hit
FROM customers /*  */ AS c
LEFT ANY JOIN (
  SELECT r._ordinal AS _ordinal, [toUInt8(NOT ifNull(toInt64(countIf(r._f0)) < {p1:Int64}, 0))] AS _results
  FROM (SELECT r.*, r._at_ms >= {p0:Int64} AS _f0 FROM events_purchase /*  */ AS r WHERE (r._at_ms < {p2:Int64} AND r._at_ms >= {p0:Int64})) AS r
  WHERE r._f0
  GROUP BY r._ordinal
) AS e0 ON e0._ordinal = c._ordinal
WHERE (c._in_table AND ifNull(c._since_ms < {p2:Int64}, 1)) OR ifNull(c._first_event_ms < {p2:Int64}, 0)

{
  "p0": "1717167600000",
  "p1": "1",
  "p2": "1719759600000"
}
