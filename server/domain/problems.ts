/** Nothing where the rule holds, else the problem: for lists of everything that is wrong. */
export function unless(holds: boolean, problem: string): string[] {
  return holds ? [] : [problem];
}
