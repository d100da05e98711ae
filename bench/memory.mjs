import { readFileSync } from 'node:fs';

/** Resident memory of this process now and at its highest. The highest of `resourceUsage` would include the parent's, from before `exec`. */
export function readMemory() {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const read = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)[1]) * 1024;
    return { rssBytes: read('VmRSS'), peakBytes: read('VmHWM') };
  } catch {
    return { rssBytes: process.memoryUsage.rss(), peakBytes: process.resourceUsage().maxRSS * 1024 };
  }
}
