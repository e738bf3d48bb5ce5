import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';

/** Where the files go: the emulator, or a bucket of your own. */
export interface Target {
  readonly title: string;
  readonly Bucket: string;
  readonly Region: string;
  /** Present for the emulator: the phone sends everything there. */
  readonly emulator?: { port: number };
  /** Options of `new COS(...)` that bring the credentials. */
  readonly credentials: Record<string, unknown>;
  /** Domain for URLs that a browser on this machine can open. */
  readonly browserDomain?: string;
  /** What to tell at the end: where the data lies. */
  readonly whereabouts: string;
  close(): Promise<void>;
}

const variables = ['COS_SECRET_ID', 'COS_SECRET_KEY', 'COS_BUCKET', 'COS_REGION'] as const;

/** The bucket that the environment names, or else the emulator. Throws when the environment is half set. */
export async function openTarget(env: NodeJS.ProcessEnv, dataDir: string): Promise<Target> {
  const missing = variables.filter((name) => !env[name]);
  if (missing.length === 0) return realTarget(env);
  if (missing.length < variables.length)
    throw new Error(`set ${missing.join(', ')} too, or none of ${variables.join(', ')}`);
  return emulatorTarget(dataDir);
}

function realTarget(env: NodeJS.ProcessEnv): Target {
  const { COS_SECRET_ID: SecretId, COS_SECRET_KEY: SecretKey, COS_BUCKET = '', COS_REGION = '' } = env;
  return {
    title: 'Tencent Cloud COS',
    Bucket: COS_BUCKET,
    Region: COS_REGION,
    credentials: { SecretId, SecretKey },
    whereabouts: `bucket ${COS_BUCKET} in ${COS_REGION}`,
    close: () => Promise.resolve(),
  };
}

async function emulatorTarget(dataDir: string): Promise<Target> {
  const Bucket = 'demo-1250000000';
  const Region = 'ap-guangzhou';
  const emulator = await startNearPort({ dataDir, buckets: [{ Bucket, Region }] });
  return {
    title: `the embedded COS emulator on 127.0.0.1:${emulator.port}`,
    Bucket,
    Region,
    emulator: { port: emulator.port },
    credentials: { stsUrl: `${emulator.url}/_emulator/sts` },
    // Browsers know that `*.localhost` is this machine.
    browserDomain: `http://{Bucket}.cos.{Region}.localhost:${emulator.port}`,
    whereabouts: emulator.dataDir,
    close: () => emulator.close(),
  };
}

/** The same port each time, so that printed URLs hold for the next start too; another one where it is taken. */
const usualPort = 9100;

async function startNearPort(options: EmulatorOptions): Promise<Emulator> {
  try {
    return await startEmulator({ ...options, port: usualPort });
  } catch (error) {
    const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (isPortTaken) return startEmulator(options);
    throw new Error(
      `${error instanceof Error ? error.message : String(error)} Stop it with Ctrl+C, then run npm start again.`,
    );
  }
}
