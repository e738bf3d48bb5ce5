import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bucket, place, Region, startWorld, type World } from '../helpers/world';

/** One case of a fixture of `test/unit/wire.test.ts`. */
interface Fixture {
  params: Record<string, unknown>;
  result?: unknown;
}
const fixtures = join(__dirname, '../wire');
const operations = readdirSync(fixtures).map((file) => file.replace('.json', ''));
/** Not checked against keys: browsers send a preflight before they have any. */
const anonymous = ['optionsObject'];
/** COS's documents name two actions for it; the emulator knows the one of https://cloud.tencent.com/document/product/436/74114 only. */
const ambiguous = ['listBucketInventory'];
const signed = operations.filter((name) => ![...anonymous, ...ambiguous].includes(name));

function paramsOf(name: string, UploadId: string): object {
  const cases = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as Fixture[];
  const { params } = cases.find(({ result }) => result)!;
  const CopySource = `${Bucket}.cos.${Region}.myqcloud.com/source`;
  const upload = 'UploadId' in params ? { Key: 'upload', UploadId } : {};
  return { ...params, ...place, ...('CopySource' in params ? { CopySource } : {}), ...upload };
}

/** Whether the emulator, which knows the actions by COS's documents, keeps temporary keys from making the call. */
async function isDenied(world: World, name: string, UploadId: string, without?: string): Promise<boolean> {
  const { policy } = world.newClient().getRequiredActions([name], place);
  const statement = policy!.statement.map((one) => ({
    ...one,
    // STS refuses an empty list.
    action: [...one.action.filter((action) => action !== without), 'name/cos:None'],
  }));
  const keys = world.issueKeys({ policy: { ...policy!, statement } });
  const cos = world.newClient({ getAuthorization: () => Promise.resolve(keys), ChunkRetryTimes: 0 });
  const method = (cos as unknown as Record<string, (params: object) => Promise<unknown>>)[name]!;
  const outcome = await method(paramsOf(name, UploadId)).catch((error: unknown) => (error as { code: string }).code);
  return JSON.stringify(outcome).includes('AccessDenied');
}

describe('getRequiredActions names for every operation', () => {
  let world: World;
  let UploadId: string;
  beforeEach(async () => {
    // Settings of the bucket, its policy or ACL, must not decide about the next call.
    world = await startWorld();
    await world.newClient().putObject({ ...place, Key: 'source', Body: 'x' });
    ({ UploadId } = await world.newClient().multipartInit({ ...place, Key: 'upload' }));
  });
  afterEach(() => world.close());

  test.each(signed)('%s: all that it needs, and no action that it does not need', async (name) => {
    const { actions } = world.newClient().getRequiredActions([name]);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions)
      expect([action, await isDenied(world, name, UploadId, action)]).toEqual([action, true]);
    expect(await isDenied(world, name, UploadId)).toBe(false);
  });
});

test('getRequiredActions knows every method that sends requests', async () => {
  const world = await startWorld();
  const cos = world.newClient();
  const methods = Object.getOwnPropertyNames(cos).filter((name) => typeof Reflect.get(cos, name) === 'function');
  expect(methods).toEqual(expect.arrayContaining([...operations, 'uploadFile', 'sliceCopyFile', 'listAllParts']));
  for (const name of methods)
    expect(cos.getRequiredActions([name]).actions).toContainEqual(expect.stringMatching(/^name\/cos:[A-Z]/));
  await world.close();
});
