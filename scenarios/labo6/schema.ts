/** The orchestrator’s own database: one row a saga, its state and what it takes to go on. */

export const sagas: readonly string[] = [
  `CREATE TABLE sagas (
    id          VARCHAR(100) PRIMARY KEY,
    checkout_id VARCHAR(100) NOT NULL,
    client_id   VARCHAR(100) NOT NULL,
    sku         VARCHAR(50) NOT NULL,
    quantity    INT NOT NULL,
    total_cents INT,
    state       VARCHAR(50) NOT NULL,
    error       TEXT,
    updated_at  BIGINT NOT NULL
  )`,
  "CREATE SEQUENCE saga_number",
];
