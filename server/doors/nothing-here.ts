/** 404 for programs, from any origin. */
export function nothingHere(): Response {
  const message = "There is nothing at this address. /api/v1/openapi.json describes the public API.";
  const headers = { "cache-control": "no-store", "access-control-allow-origin": "*" };
  return Response.json({ code: "NOT_FOUND", message }, { status: 404, headers });
}
