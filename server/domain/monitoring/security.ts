/** The subject of an incident by hand that ServiceMetrics count: somebody got in, or funds were lost. */
export const SECURITY_SUBJECT = "security";
