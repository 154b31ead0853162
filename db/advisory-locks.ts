/**
 * The advisory locks of the database: what each stands for is done by one process at a time. The numbers mean nothing,
 * must differ, and must be the same in every instance.
 */
export const ADVISORY_LOCKS = {
  migrations: 7_391_250_466_118n,
  rescan: 7_391_250_466_119n,
  auditLog: 7_301_001,
  openIncident: 7_301_016,
  tellEvents: 7_301_017,
} as const;
