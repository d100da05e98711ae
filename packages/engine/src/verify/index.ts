export * from './parse-definition.ts';
export * from './plain-definition.ts';
export * from './random-definitions.ts';
export * from './random-source.ts';
export * from './sample-values.ts';
export * from './verify-definitions.ts';
