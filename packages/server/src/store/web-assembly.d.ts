/** The part of the WebAssembly interface that this package uses (TypeScript has it only with the DOM). */
declare global {
  namespace WebAssembly {
    class Module {
      constructor(bytes: Uint8Array);
    }
    function compile(bytes: Uint8Array): Promise<Module>;
  }
}

export {};
