/**
 * Whether WebAssembly has panicked in this thread. A panic keeps what it had of the stack: after some fifty of them
 * everything fails there, whatever it is given, so that such a thread should end.
 */
let panicked = false;

export function notePanic(error: unknown): void {
  if (error instanceof WebAssembly.RuntimeError) panicked = true;
}

export const hasPanicked = (): boolean => panicked;
