import type { CompiledAudience } from './compile-audience.ts';

/** With more conditions than this a block of 65,536 customers would take gigabytes: a column for each expression. */
const MANY_CONDITIONS = 500;

/** Settings that a statement over an audience ends with. */
export function writeSettings(audience: Pick<CompiledAudience, 'conditions'> = { conditions: 1 }): string {
  const settings = [
    // ClickHouse 26.7 loses columns where a filter it moves into the Parquet reader has a part that is asked for again.
    'optimize_move_to_prewhere = 0',
    // Expressions differ from question to question: machine code for each would cost more than it saves.
    'compile_expressions = 0',
    'compile_aggregate_expressions = 0',
    // NULL IN (…) must stay null (and so false), whatever the server's default.
    'transform_null_in = 0',
  ];
  if (audience.conditions > MANY_CONDITIONS) {
    settings.push(
      // Moving filters about takes time with the square of the expressions.
      'query_plan_filter_push_down = 0',
      'query_plan_convert_outer_join_to_inner_join = 0',
      "short_circuit_function_evaluation = 'disable'",
      'max_block_size = 4096',
      'input_format_parquet_max_block_size = 4096',
      'preferred_block_size_bytes = 100000',
    );
  }
  return `SETTINGS ${settings.join(', ')}`;
}
