const AT_ONCE = 16;

/** Some at a time, answers in the order of the items. The first that fails fails them all; no further one begins. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = new Array(items.length);
  const waiting = items.entries();
  let hasFailed = false;
  const work = async () => {
    for (const [at, item] of waiting) {
      if (hasFailed) return;
      answers[at] = await ask(item).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return answers;
}
