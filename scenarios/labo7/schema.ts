/** The base of the view, in PostgreSQL's words. The published event store has none of its own. */
export const view: readonly string[] = [
  "CREATE TABLE counted_orders (checkout_id VARCHAR(100) PRIMARY KEY)",
  `CREATE TABLE orders_by_client (
    client_id    VARCHAR(100) PRIMARY KEY,
    total_orders INT NOT NULL
  )`,
];
