@echo off
chcp 65001 >nul
pushd "%~dp0"
call deploy\windows.bat || exit /b 1
echo 这个窗口开着别关；写完了按 Ctrl+C，再关掉它。
.venv\Scripts\python -m mkdocs serve --open
pause
