/** Databases at the playhead, SQL and row difference. */
"use client";

export function Databases() {
  return <p className="page-note">Les bases arrivent.</p>;
}
