SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(e0._results[1]) AS _hit
FROM customers /*  */ AS c
LEFT ANY JOIN (
  SELECT r._ordinal AS _ordinal, [toUInt8(ifNull(minIf(r.`amount`, r._f0) < {p0:Decimal(38, 2)}, 0))] AS _results
  FROM (SELECT r.*, 1 AS _f0 FROM events_purchase /* amount */ AS r WHERE r._at_ms < {p1:Int64}) AS r
  GROUP BY r._ordinal
) AS e0 ON e0._ordinal = c._ordinal
WHERE (c._in_table AND ifNull(c._since_ms < {p1:Int64}, 1)) OR ifNull(c._first_event_ms < {p1:Int64}, 0)

{
  "p0": "0.00",
  "p1": "1719759600000"
}
