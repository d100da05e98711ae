SELECT c._key AS _key, c._ordinal AS _ordinal, toUInt8(sequences._results[1]) AS _hit
FROM customers /*  */ AS c
LEFT ANY JOIN (
  SELECT f._ordinal AS _ordinal, [toUInt8((arrayFold((acc, row) -> (row.1, if(row.1 > acc.1, acc.3, acc.2), arrayMap((state, matches, previous, other) -> if(matches > 0 AND if(other > 0 AND previous.2 = row.2, previous.3, previous.1) >= row.1, multiIf(row.2 = state.2, (greatest(state.1, row.4[1]), state.2, state.3), row.4[1] > state.1, (row.4[1], row.2, state.1), (state.1, state.2, greatest(state.3, row.4[1]))), state), acc.3, arraySlice(row.3, 1, 2), arrayPushFront(arrayPopBack(if(row.1 > acc.1, acc.3, acc.2)), (toInt64(9000000000000000), toInt64(-1), toInt64(9000000000000000))), [0, 0])), f._rows, (toInt64(-9000000000000000), arrayWithConstant(2, (toInt64(-9000000000000000), toInt64(-1), toInt64(-9000000000000000))), arrayWithConstant(2, (toInt64(-9000000000000000), toInt64(-1), toInt64(-9000000000000000))))).3[2].1 > toInt64(-9000000000000000)))] AS _results
  FROM (
    SELECT q._ordinal AS _ordinal, arraySort(row -> row.1, groupArray((q._at_ms, q._occasion, q._steps, q._deadlines))) AS _rows
    FROM (
      SELECT u._ordinal AS _ordinal, u._at_ms AS _at_ms, u._occasion AS _occasion,
        maxForEach(u._steps) AS _steps, any(u._deadlines) AS _deadlines
      FROM (SELECT r._ordinal AS _ordinal, r._at_ms AS _at_ms, toInt64(ifNull(r._occasion, 0)) AS _occasion, [toUInt8(1), toUInt8(0)] AS _steps, [((r._local_ms + 2419200000) - 32400000)] AS _deadlines FROM events_purchase /*  */ AS r WHERE r._at_ms < {p0:Int64} UNION ALL SELECT r._ordinal AS _ordinal, r._at_ms AS _at_ms, toInt64(ifNull(r._occasion, 0)) AS _occasion, [toUInt8(0), toUInt8(1)] AS _steps, [((r._local_ms + 2419200000) - 32400000)] AS _deadlines FROM events_visit /*  */ AS r WHERE r._at_ms < {p0:Int64}) AS u
      GROUP BY u._ordinal, u._at_ms, u._occasion
    ) AS q
    GROUP BY q._ordinal
    HAVING arrayAll(step -> step > 0, arraySlice(maxForEach(q._steps), 1, 2))
  ) AS f
) AS sequences ON sequences._ordinal = c._ordinal
WHERE (c._in_table AND ifNull(c._since_ms < {p0:Int64}, 1)) OR ifNull(c._first_event_ms < {p0:Int64}, 0)

{
  "p0": "1719759600000"
}
