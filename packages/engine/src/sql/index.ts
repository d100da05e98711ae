export { type CompiledAudience, compileAudience, type SqlQuestion } from './compile-audience.ts';
export { nameParquetTables, type TableNames } from './table-names.ts';
