export * from './audience-engine.ts';
export * from './panel/index.ts';
