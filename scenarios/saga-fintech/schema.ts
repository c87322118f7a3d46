/** The four databases, in PostgreSQL's words. */

const SAGAS = `
  CREATE TABLE sagas (
    id           VARCHAR(100) PRIMARY KEY,
    order_id     VARCHAR(100) NOT NULL,
    status       VARCHAR(50) NOT NULL DEFAULT 'STARTED',
    payload      JSONB NOT NULL,
    current_step VARCHAR(100),
    error        TEXT,
    owner        VARCHAR(100),
    lease_until  BIGINT,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL
  )`;

const SAGA_STEPS = `
  CREATE TABLE saga_steps (
    id        INT PRIMARY KEY,
    saga_id   VARCHAR(100) NOT NULL REFERENCES sagas(id),
    order_id  VARCHAR(100) NOT NULL,
    step_name VARCHAR(100) NOT NULL,
    status    VARCHAR(50) NOT NULL,
    result    JSONB,
    error     TEXT
  )`;

const STEP_NUMBERS = "CREATE SEQUENCE step_number";
const ONE_ROW_A_STEP = "CREATE UNIQUE INDEX one_row_a_step ON saga_steps (saga_id, step_name)";

/** As published: no unique index on (saga_id, step_name), although the code relies on it. */
export const sagasAsPublished: readonly string[] = [SAGAS, SAGA_STEPS, STEP_NUMBERS];
export const sagasWithIndex: readonly string[] = [...sagasAsPublished, ONE_ROW_A_STEP];

export const inventory: readonly string[] = [
  `CREATE TABLE stock (
    sku       VARCHAR(50) PRIMARY KEY,
    available INT NOT NULL CHECK (available >= 0),
    reserved  INT NOT NULL
  )`,
  `CREATE TABLE reservations (
    id       VARCHAR(100) PRIMARY KEY,
    order_id VARCHAR(100) NOT NULL,
    sku      VARCHAR(50) NOT NULL REFERENCES stock(sku),
    quantity INT NOT NULL,
    status   VARCHAR(20) NOT NULL
  )`,
  "CREATE SEQUENCE reservation_number",
];

export const payments: readonly string[] = [
  `CREATE TABLE payments (
    id           VARCHAR(100) PRIMARY KEY,
    order_id     VARCHAR(100) NOT NULL,
    amount_cents INT NOT NULL,
    status       VARCHAR(20) NOT NULL,
    provider_ref VARCHAR(100)
  )`,
];

export const shipping: readonly string[] = [
  `CREATE TABLE shipments (
    id       VARCHAR(100) PRIMARY KEY,
    order_id VARCHAR(100) NOT NULL,
    status   VARCHAR(20) NOT NULL
  )`,
  "CREATE SEQUENCE shipment_number",
];

export const firstStock = (count: number): readonly string[] => [
  `INSERT INTO stock (sku, available, reserved) VALUES ('casque', ${count}, 0)`,
];
