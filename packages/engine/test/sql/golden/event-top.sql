SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(top0._results[1]) AS _hit
FROM customers /*  */ AS c
LEFT ANY JOIN (
  SELECT t._ordinal AS _ordinal, [toUInt8(ifNull(ifNull(argMaxIf(toNullable(t._value), (t._rows, t._latest, t._value), t._condition = 0) = {p0:String}, 0), 0))] AS _results
  FROM (
    SELECT r._ordinal AS _ordinal, 0 AS _condition, assumeNotNull(r.`brand`) AS _value, count() AS _rows, max((bitShiftLeft(toUInt128(r._at_ms + 10000000000000), 64) + toUInt128(ifNull(r._row, 0)))) AS _latest
    FROM events_purchase /* brand */ AS r
    WHERE (r._at_ms < {p1:Int64} AND isNotNull(r.`brand`))
    GROUP BY _ordinal, _condition, _value
  ) AS t
  GROUP BY t._ordinal
) AS top0 ON top0._ordinal = c._ordinal
WHERE (c._in_table AND ifNull(c._since_ms < {p1:Int64}, 1)) OR ifNull(c._first_event_ms < {p1:Int64}, 0)

{
  "p0": "Luna",
  "p1": "1719759600000"
}
