#!/bin/sh
# ./build.sh quickstart | test [--full] | build | package | screens | lambda | benchmark
# The logic is in build/ (C#), so that this and build.ps1 do the same.
set -e
cd "$(dirname "$0")"
if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2
    exit 1
fi
exec dotnet run --project build/AmiTools.Build.csproj -v quiet -- "$@"
