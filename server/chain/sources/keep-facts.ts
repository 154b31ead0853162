/** Facts that are read once and kept, until they are read anew or forgotten. A reading that failed is not kept. */
export function keepFacts<Facts>(read: () => Promise<Facts>) {
  let known: Promise<Facts> | null = null;

  function readAnew(): Promise<Facts> {
    const reading = read();
    known = reading;
    reading.catch(() => {
      if (known === reading) known = null;
    });
    return reading;
  }

  return {
    readAnew,
    known: () => known ?? readAnew(),
    forget() {
      known = null;
    },
  };
}
