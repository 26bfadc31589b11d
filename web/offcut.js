// The public module; the build points it at the engine's folder, which is named by its content.
export * from './engine/index.js';
