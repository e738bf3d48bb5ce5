/**
 * The types that people upload from phones, by family: `ending`, or `subtype=ending ending` where the ending differs from the
 * subtype. Anything else is `application/octet-stream`.
 */
const families: Record<string, string> = {
  image:
    'jpeg=jpg jpeg jfif,png,gif,webp,bmp,svg+xml=svg,tiff=tif tiff,heic,heif,avif,x-icon=ico,vnd.adobe.photoshop=psd',
  video:
    'mp4=mp4 m4v,quicktime=mov qt,x-msvideo=avi,x-ms-wmv=wmv,x-flv=flv,x-matroska=mkv,webm,mpeg=mpg mpeg,3gpp=3gp,mp2t=ts',
  audio: 'mpeg=mp3,mp4=m4a,aac,wav,ogg=ogg oga,flac,amr,silk,x-ms-wma=wma',
  text: 'plain=txt log,html=html htm,css,csv,markdown=md,javascript=js mjs',
  font: 'ttf,otf,woff,woff2',
  application:
    'json,xml,pdf,zip,gzip=gz,x-tar=tar,x-7z-compressed=7z,vnd.rar=rar,vnd.android.package-archive=apk,rtf,wasm,epub+zip=epub,' +
    'vnd.apple.mpegurl=m3u8,msword=doc,vnd.ms-excel=xls,vnd.ms-powerpoint=ppt,' +
    'vnd.openxmlformats-officedocument.wordprocessingml.document=docx,' +
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet=xlsx,' +
    'vnd.openxmlformats-officedocument.presentationml.presentation=pptx',
};

/** The MIME type by the ending of a key or a file name. */
export function guessMimeType(name: string): string {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  for (const [family, entries] of Object.entries(families)) {
    if (ending === '' || entries.indexOf(ending) < 0) continue;
    for (const entry of entries.split(',')) {
      const [subtype = '', endings = subtype] = entry.split('=');
      if (endings.split(' ').indexOf(ending) >= 0) return `${family}/${subtype}`;
    }
  }
  return 'application/octet-stream';
}
