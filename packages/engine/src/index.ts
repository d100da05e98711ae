export * from './audience-engine.ts';
export * from './panel/index.ts';
export * from './reference/index.ts';
export * from './verify/index.ts';
