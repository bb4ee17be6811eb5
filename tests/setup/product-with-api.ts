import { rmSync } from 'node:fs';
import { type ApiClient, administratorEnv, apiClient } from './api-client.ts';
import { makeDataDir, type Product, processesOf, startProduct, until, untilReady } from './run-product.ts';

export interface ProductWithApi {
  product: Product;
  /** As the administrator, Anna. */
  api: ApiClient;
  stop(): Promise<void>;
}

/** The product as `npm start` runs it, set up for Anna of mycompany.example, on a DATA_DIR of its own. */
export async function startProductWithApi(env: Record<string, string> = {}): Promise<ProductWithApi> {
  const dataDir = makeDataDir();
  const product = await startProduct(dataDir, { ...administratorEnv, ...env });
  await untilReady(product);
  return { product, api: apiClient(product), stop: () => endProduct(product) };
}

/** Stops a product as Ctrl-C does and deletes its data; throws when a process stays behind. */
export async function endProduct(product: Product): Promise<void> {
  product.process.kill('SIGTERM');
  await product.ended;
  await until(() => processesOf(product.dataDir).length === 0, 20_000);
  rmSync(product.dataDir, { recursive: true, force: true });
}
