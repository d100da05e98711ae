SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(e0._results[1]) AS _hit
FROM customers /*  */ AS c
LEFT ANY JOIN (
  SELECT r._ordinal AS _ordinal, [toUInt8((countIf((r._f0) AND isNotNull(r.`amount`)) > 0 AND toInt256(sumIf(toDecimal256(assumeNotNull(r.`amount`), 2), (r._f0) AND isNotNull(r.`amount`)) * 100) * {p0:Int256} > {p1:Int256} * toInt256(uniqExactIf(r._occasion, r._f0)) AND toInt256(sumIf(toDecimal256(assumeNotNull(r.`amount`), 2), (r._f0) AND isNotNull(r.`amount`)) * 100) * {p2:Int256} <= {p3:Int256} * toInt256(uniqExactIf(r._occasion, r._f0))))] AS _results
  FROM (SELECT r.*, 1 AS _f0 FROM events_purchase /* amount */ AS r WHERE r._at_ms < {p4:Int64}) AS r
  GROUP BY r._ordinal
) AS e0 ON e0._ordinal = c._ordinal
WHERE (c._in_table AND ifNull(c._since_ms < {p4:Int64}, 1)) OR ifNull(c._first_event_ms < {p4:Int64}, 0)

{
  "p0": "1000000000000",
  "p1": "33333333333333",
  "p2": "3",
  "p3": "100",
  "p4": "1719759600000"
}
