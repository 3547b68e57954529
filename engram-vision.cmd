@echo off
rem Builds the command when something it is made of has changed, then runs it.
setlocal
rem Idle threads of libtorch sleep instead of spinning.
if not defined OMP_WAIT_POLICY set OMP_WAIT_POLICY=PASSIVE
set "root=%~dp0"
set "program=%root%src\Engram.Vision\bin\Release\net10.0\engram-vision.dll"
set "stamp=%root%artifacts\engram-vision.stamp"
where dotnet >nul 2>nul
if errorlevel 1 (
  echo engram-vision needs the .NET 10 SDK, and there is no dotnet on the PATH: https://dotnet.microsoft.com/download 1>&2
  exit /b 1
)
set stale=1
if exist "%program%" if exist "%stamp%" (
  powershell -NoProfile -ExecutionPolicy Bypass -Command "$s = (Get-Item -LiteralPath $env:stamp).LastWriteTimeUtc; $f = @(Get-ChildItem -LiteralPath ($env:root + 'src') -Recurse | Where-Object { $_.FullName -notmatch '\\(bin|obj)(\\|$)' }) + @(Get-Item ($env:root + 'Directory.*.props'), ($env:root + 'global.json')); if ($f | Where-Object { $_.LastWriteTimeUtc -gt $s } | Select-Object -First 1) { exit 1 } else { exit 0 }"
  if not errorlevel 1 set stale=0
)
if "%stale%"=="0" goto run
if not exist "%root%artifacts" mkdir "%root%artifacts"
for /d %%p in ("%root%src\*") do (
  if not exist "%%p\bin" mkdir "%%p\bin"
  if not exist "%%p\obj" mkdir "%%p\obj"
)
set "begun=%root%artifacts\stamp-%RANDOM%%RANDOM%"
set "log=%begun%.log"
type nul > "%begun%"
dotnet build "%root%src\Engram.Vision\Engram.Vision.csproj" -c Release -v q -nologo -nodeReuse:false --disable-build-servers > "%log%" 2>&1
if errorlevel 1 (
  type "%log%" 1>&2
  del "%log%" "%begun%"
  echo engram-vision could not be built; the compiler's words are above. 1>&2
  exit /b 1
)
del "%log%"
move /y "%begun%" "%stamp%" >nul
:run
dotnet "%program%" %*
exit /b %errorlevel%
