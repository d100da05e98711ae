export * from './choose-date-bins.ts';
export * from './choose-panel-values.ts';
export * from './compare-code-points.ts';
export * from './percentile.ts';
