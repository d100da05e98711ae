SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(NOT e0._results[1]) AS _hit
FROM customers /*  */ AS c
LEFT ANY JOIN (
  SELECT r._ordinal AS _ordinal, [toUInt8(NOT ifNull(toInt64(uniqExactIf(r.`brand`, r._f0)) IN ({p0:Int64}, {p1:Int64}), 0))] AS _results
  FROM (SELECT r.*, 1 AS _f0 FROM events_purchase /* brand */ AS r WHERE r._at_ms < {p2:Int64}) AS r
  GROUP BY r._ordinal
) AS e0 ON e0._ordinal = c._ordinal
WHERE (c._in_table AND ifNull(c._since_ms < {p2:Int64}, 1)) OR ifNull(c._first_event_ms < {p2:Int64}, 0)

{
  "p0": "0",
  "p1": "2",
  "p2": "1719759600000"
}
