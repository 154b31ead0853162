/**
 * Whether WebAssembly has panicked in this thread. A panic keeps what it had of the stack: after some fifty of them
 * everything fails there, whatever it is given, so that such a thread should end.
 */
let panicked = false;

/** Whether it was a panic; if so it is noted. */
export function notePanic(error: unknown): boolean {
  const isPanic = error instanceof WebAssembly.RuntimeError;
  panicked ||= isPanic;
  return isPanic;
}

export const hasPanicked = (): boolean => panicked;
