/** The jobs in the order in which facts flow. Apart from their work, which the web application does not load. */
export const JOB_NAMES = ["scan", "confirm", "advance", "notify", "metrics"] as const;

export type JobName = (typeof JOB_NAMES)[number];

export function isJobName(text: string): text is JobName {
  return (JOB_NAMES as readonly string[]).includes(text);
}
