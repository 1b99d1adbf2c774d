# Who is on an instance sees here what it was made from.
$ErrorActionPreference = 'Stop'

$folder = New-Item -ItemType Directory -Force -Path "$env:ProgramData\image-release"
@"
IMAGE=windows-web
VERSION=$env:IMAGE_VERSION
COMMIT=$env:IMAGE_COMMIT
SOURCE_IMAGE=$env:IMAGE_SOURCE
TARGET=$env:IMAGE_TARGET
"@ | Set-Content -Path (Join-Path $folder windows-web) -Encoding ASCII
