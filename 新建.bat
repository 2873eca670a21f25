@echo off
chcp 65001 >nul
pushd "%~dp0"
call deploy\windows.bat || exit /b 1
.venv\Scripts\python -m hooks new %*
pause
