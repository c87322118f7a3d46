/** The stage: nodes, tracks and messages at the playhead. */
"use client";

export function Stage() {
  return <p className="page-note">Le graphe arrive.</p>;
}
