/** The event table: the accessible equivalent of every drawing. */
"use client";

export function EventTable() {
  return <p className="page-note">La table arrive.</p>;
}
