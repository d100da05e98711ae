export * from './audience-engine.ts';
